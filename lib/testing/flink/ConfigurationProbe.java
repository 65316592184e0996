import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.NetUtils;
import org.apache.flink.util.TimeUtils;

/**
 * Returns how Flink's own classes read a text, so that our parsers can be compared with them.
 * One request per line: verb TAB base64 arguments; one answer per line: "ok" or "error", TAB, base64 fields.
 */
public class ConfigurationProbe {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t");
      try {
        System.out.println("answer\tok" + answer(words[0], decode(words, 1), decode(words, 2)));
      } catch (Throwable thrown) {
        System.out.println("answer\terror\t" + encode(String.valueOf(thrown)));
      }
    }
  }

  private static String answer(String verb, String first, String second) throws Throwable {
    switch (verb) {
      case "load":
        return pairs(GlobalConfiguration.loadConfiguration(first));
      case "option":
        Configuration conf = GlobalConfiguration.loadConfiguration(first);
        return conf.getOptional(option(second)).map(value -> "\t" + encode(String.valueOf(value))).orElse("");
      case "keys":
        StringBuilder keys = new StringBuilder("\t" + encode(option(first).key()));
        option(first).fallbackKeys().forEach(key -> keys.append('\t').append(encode(key.getKey())));
        return keys.toString();
      case "default":
        Object value = option(first).defaultValue();
        return value == null ? "" : "\t" + encode(String.valueOf(value));
      case "all-keys":
        return allKeys();
      case "duration":
        return "\t" + encode(String.valueOf(TimeUtils.parseDuration(first).toMillis()));
      case "memory":
        return "\t" + encode(String.valueOf(MemorySize.parse(first).getBytes()));
      case "ports":
        return "\t" + encode(ports(first));
      case "state-backend":
        return made(configuration(first), "loadStateBackendFromConfig", "org.apache.flink.runtime.state.StateBackendLoader");
      case "failover-strategy":
        return made(configuration(first), "loadFailoverStrategyFactory", "org.apache.flink.runtime.executiongraph.failover.FailoverStrategyFactoryLoader", "org.apache.flink.runtime.executiongraph.failover.flip1.FailoverStrategyFactoryLoader");
      case "heartbeats":
        return made(configuration(first), "fromConfiguration", "org.apache.flink.runtime.heartbeat.HeartbeatServices");
      default:
        throw new IllegalArgumentException("no such verb: " + verb);
    }
  }

  /** Names of every option that a class of this Flink defines, with its fallback and deprecated names. */
  private static String allKeys() throws Exception {
    TreeSet<String> keys = new TreeSet<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!path.endsWith(".jar")) {
        continue;
      }
      try (JarFile jar = new JarFile(path)) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (entry.getName().matches("org/apache/flink/[\\w/]*(Options|Option|Configuration|Constants)(Internal)?\\.class")) {
            addKeys(entry.getName().replace('/', '.').replace(".class", ""), keys);
          }
        }
      }
    }
    StringBuilder out = new StringBuilder();
    keys.forEach(key -> out.append('\t').append(encode(key)));
    return out.toString();
  }

  /** A class whose own dependencies are not in lib defines nothing that this process could read. */
  private static void addKeys(String className, TreeSet<String> keys) {
    try {
      for (Field field : Class.forName(className).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && ConfigOption.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          keys.add(option.key());
          option.fallbackKeys().forEach(key -> keys.add(key.getKey()));
        }
      }
    } catch (Exception | LinkageError absent) {
      return;
    }
  }

  private static String pairs(Configuration conf) {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, String> entry : new TreeMap<>(conf.toMap()).entrySet()) {
      out.append('\t').append(encode(entry.getKey())).append('\t').append(encode(entry.getValue()));
    }
    return out.toString();
  }

  /** One setting per line. */
  private static Configuration configuration(String text) {
    Configuration conf = new Configuration();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(": ");
      conf.setString(line.substring(0, colon), line.substring(colon + 2));
    }
    return conf;
  }

  /** Class name of the object that a factory of Flink creates from a configuration. Versions differ in the package alone. */
  private static String made(Configuration conf, String name, String... classNames) throws Throwable {
    for (String className : classNames) {
      Class<?> owner;
      try {
        owner = Class.forName(className);
      } catch (ClassNotFoundException absent) {
        continue;
      }
      for (Method method : owner.getMethods()) {
        if (method.getName().equals(name)) {
          return "\t" + encode(String.valueOf(call(method, conf).getClass().getName()));
        }
      }
    }
    throw new IllegalArgumentException("no such factory: " + name);
  }

  private static Object call(Method method, Configuration conf) throws Throwable {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = method.getParameterTypes()[i];
      arguments[i] = type.isInstance(conf) ? conf : type == ClassLoader.class ? ConfigurationProbe.class.getClassLoader() : null;
    }
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static String ports(String text) {
    StringBuilder out = new StringBuilder();
    Iterator<Integer> ports = NetUtils.getPortRangeFromString(text);
    for (int count = 0; ports.hasNext() && count < 100_000; count++) {
      out.append(ports.next()).append(' ');
    }
    return out.toString();
  }

  private static ConfigOption<?> option(String name) throws Exception {
    int dot = name.lastIndexOf('.');
    Field field = Class.forName(name.substring(0, dot)).getField(name.substring(dot + 1));
    return (ConfigOption<?>) field.get(null);
  }

  private static String decode(String[] words, int index) {
    return index < words.length ? new String(Base64.getDecoder().decode(words[index]), StandardCharsets.UTF_8) : "";
  }

  /** A leading dot keeps the empty string from vanishing between two tabs. */
  private static String encode(String text) {
    return "." + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
