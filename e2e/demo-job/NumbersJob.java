import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts numbers by key, for ever: a source with a position, keyed state and a checkpoint of both.
 * Uses only what Flink 1.14 to 2.3 have alike: neither the source and sink functions (moved in 2.0)
 * nor open(), whose parameter changed. No sink is needed, and nothing leaves the job; with --progress FILE it writes down
 * when it processed each number, for those who measure an interruption.
 */
public class NumbersJob {
    public static void main(String[] args) throws Exception {
        String name = option(args, "--name", "numbers");
        long every = Long.parseLong(option(args, "--checkpointEveryMs", "2000"));
        long rate = Long.parseLong(option(args, "--rate", "20"));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.enableCheckpointing(every);
        String progress = option(args, "--progress", "");
        long pause = Math.max(1, 1000 / Math.max(1, rate));
        env.fromSource(new NumberSequenceSource(0, Long.MAX_VALUE - 1), WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .map(number -> slowly(number, pause, progress)).returns(Types.LONG).uid("slowly").name("slowly")
                .keyBy(number -> number % 16, Types.LONG)
                .process(new Count()).uid("count").name("count");
        env.execute(name);
    }

    private static Long slowly(Long number, long pauseMs, String progress) throws InterruptedException, IOException {
        Thread.sleep(pauseMs);
        if (!progress.isEmpty()) {
            Files.writeString(Path.of(progress), System.currentTimeMillis() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return number;
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) return args[i + 1];
        }
        return otherwise;
    }

    /** Keeps one counter a key and emits nothing. */
    public static class Count extends KeyedProcessFunction<Long, Long, Void> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long number, Context context, Collector<Void> out) throws Exception {
            ValueState<Long> count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
            Long before = count.value();
            count.update(before == null ? 1L : before + 1L);
        }
    }
}
