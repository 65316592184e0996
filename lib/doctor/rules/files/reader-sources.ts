import type { Rule } from '../../rule'

/** Where Flink, ZooKeeper and Hadoop read the files whose problems the doctor reports. */
export const readerSources = {
  flat: {
    text: 'Flink, GlobalConfiguration.loadLegacyYAMLResource',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/GlobalConfiguration.java',
  },
  yaml: {
    text: 'Flink, YamlParserUtils',
    url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/YamlParserUtils.java',
  },
  scripts: {
    text: 'Flink, bin/config.sh',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/config.sh',
  },
  options: {
    text: 'Flink, HighAvailabilityOptions',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
  },
  connect: {
    text: 'ZooKeeper, ConnectStringParser',
    url: 'https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/client/ConnectStringParser.java',
  },
  ports: {
    text: 'Flink, NetUtils.getPortRangeFromString',
    url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/util/NetUtils.java',
  },
  hadoop: {
    text: 'Hadoop, Configuration.loadResource',
    url: 'https://github.com/apache/hadoop/blob/trunk/hadoop-common-project/hadoop-common/src/main/java/org/apache/hadoop/conf/Configuration.java',
  },
  znodePaths: {
    text: 'ZooKeeper, PathUtils.validatePath',
    url: 'https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/common/PathUtils.java',
  },
} satisfies Record<string, Rule['source']>
