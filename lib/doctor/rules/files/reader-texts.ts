import type { ProblemCode } from '@/lib/flink/configuration/problem'
import type { Rule } from '../../rule'

type ReaderText = Pick<Rule, 'id' | 'title' | 'why' | 'source' | 'canBeWrong'>

const flat = {
  text: 'Flink, GlobalConfiguration.loadLegacyYAMLResource',
  url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/GlobalConfiguration.java',
}
const yaml = {
  text: 'Flink, YamlParserUtils',
  url: 'https://github.com/apache/flink/blob/release-2.3.0/flink-core/src/main/java/org/apache/flink/configuration/YamlParserUtils.java',
}
const scripts = {
  text: 'Flink, bin/config.sh',
  url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-dist/src/main/flink-bin/bin/config.sh',
}
const options = {
  text: 'Flink, HighAvailabilityOptions',
  url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/HighAvailabilityOptions.java',
}
const connect = {
  text: 'ZooKeeper, ConnectStringParser',
  url: 'https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/client/ConnectStringParser.java',
}
const ports = {
  text: 'Flink, NetUtils.getPortRangeFromString',
  url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/util/NetUtils.java',
}
const hadoop = {
  text: 'Hadoop, Configuration.loadResource',
  url: 'https://github.com/apache/hadoop/blob/trunk/hadoop-common-project/hadoop-common/src/main/java/org/apache/hadoop/conf/Configuration.java',
}

const sure = 'Not, as far as the file read here is the one Flink reads.'

/** One entry for each kind of problem that the readers of lib/flink/configuration tell. */
export const readerTexts: Record<ProblemCode, ReaderText> = {
  'alias-bomb': {
    id: 'files/alias-bomb',
    title: 'YAML aliases multiply',
    why: 'A file whose aliases expand without bound is refused here before it fills the memory.',
    source: yaml,
    canBeWrong: sure,
  },
  'bad-boolean': {
    id: 'options/bad-boolean',
    title: 'Neither true nor false',
    why: 'Flink throws when it reads the option, in the JobManager’s start or in the middle of a failover.',
    source: options,
    canBeWrong: sure,
  },
  'bad-duration': {
    id: 'options/bad-duration',
    title: 'Not a duration',
    why: 'Flink throws when it reads the option, and the JobManager does not start.',
    source: options,
    canBeWrong: sure,
  },
  'bad-host': {
    id: 'masters/bad-host',
    title: 'Not a host name',
    why: 'start-cluster.sh gives the word to ssh as it is.',
    source: scripts,
    canBeWrong: sure,
  },
  'bad-key': { id: 'files/bad-key', title: 'A key that is no text', why: 'Flink refuses the whole file.', source: yaml, canBeWrong: sure },
  'bad-member': {
    id: 'zookeeper/bad-member',
    title: 'Not a ZooKeeper server',
    why: 'The client cannot connect to what is no address; ZooKeeper refuses to start with such a server line.',
    source: connect,
    canBeWrong: sure,
  },
  'bad-mode': {
    id: 'options/bad-mode',
    title: 'Unknown high availability mode',
    why: 'Any word Flink does not know is taken for the class of a factory, and loading it fails.',
    source: options,
    canBeWrong: 'A factory class in the default package has no dot in its name.',
  },
  'bad-number': {
    id: 'options/bad-number',
    title: 'Not a number',
    why: 'The program that reads it does not start.',
    source: options,
    canBeWrong: sure,
  },
  'bad-port': {
    id: 'options/bad-port',
    title: 'Not a port',
    why: 'A process that is started with it ends at once.',
    source: scripts,
    canBeWrong: sure,
  },
  'bad-port-range': {
    id: 'network/bad-port-range',
    title: 'Not a port expression',
    why: 'Flink refuses the whole expression and the JobManager does not start.',
    source: ports,
    canBeWrong: sure,
  },
  'bad-znode-path': {
    id: 'zookeeper/bad-znode-path',
    title: 'Not a znode path',
    why: 'ZooKeeper refuses such a path.',
    source: {
      text: 'ZooKeeper, PathUtils.validatePath',
      url: 'https://github.com/apache/zookeeper/blob/master/zookeeper-server/src/main/java/org/apache/zookeeper/common/PathUtils.java',
    },
    canBeWrong: sure,
  },
  binary: { id: 'files/binary', title: 'Binary file', why: 'Nothing in it can be read as an option.', source: flat, canBeWrong: sure },
  'both-files': {
    id: 'files/both-files',
    title: 'Two configuration files',
    why: 'Only one of them is read, and people change the other.',
    source: { text: 'Flink, GlobalConfiguration.loadConfiguration', url: flat.url },
    canBeWrong: 'The other file may be kept for an older Flink that shares the folder.',
  },
  'byte-order-mark': {
    id: 'files/byte-order-mark',
    title: 'Byte order mark',
    why: 'The mark becomes a part of the first key.',
    source: flat,
    canBeWrong: sure,
  },
  'carriage-return': {
    id: 'files/carriage-return',
    title: 'Windows line ends',
    why: 'Shell scripts pass the carriage return on as a part of the value.',
    source: scripts,
    canBeWrong: sure,
  },
  'different-values': {
    id: 'options/different-values',
    title: 'Old and new name with different values',
    why: 'Which of the names wins is not always the newer one, and the other line looks as if it held.',
    source: {
      text: 'Flink, Configuration.getOptional with fallback keys',
      url: 'https://github.com/apache/flink/blob/release-1.20.1/flink-core/src/main/java/org/apache/flink/configuration/Configuration.java',
    },
    canBeWrong: 'A process may be started with -D, which beats both.',
  },
  'duplicate-key': {
    id: 'files/duplicate-key',
    title: 'A key twice',
    why: 'Only one of the lines counts, and the other one looks as if it did.',
    source: flat,
    canBeWrong: sure,
  },
  'duplicate-line': {
    id: 'masters/duplicate-line',
    title: 'A line twice',
    why: 'The second process finds the port of the first one taken.',
    source: scripts,
    canBeWrong: sure,
  },
  empty: {
    id: 'files/empty',
    title: 'Nothing in it',
    why: 'There is nothing to start or to connect to.',
    source: scripts,
    canBeWrong: sure,
  },
  'extra-words': {
    id: 'masters/extra-words',
    title: 'More than one word',
    why: 'The scripts read the first word only.',
    source: scripts,
    canBeWrong: sure,
  },
  'hash-cuts-value': {
    id: 'files/hash-cuts-value',
    title: '“#” cuts the value',
    why: 'Flink’s reader of flink-conf.yaml takes every # for a comment, in quotes or not.',
    source: flat,
    canBeWrong: 'What follows may be meant as a remark.',
  },
  'ipv6-in-script': {
    id: 'masters/ipv6-in-script',
    title: 'IPv6 address in masters',
    why: 'The scripts cut at the first colon.',
    source: scripts,
    canBeWrong: 'JobManagers that are started by other means than Flink’s scripts.',
  },
  'key-not-read': {
    id: 'options/key-not-read',
    title: 'A key this version does not read',
    why: 'Flink ignores unknown keys silently, so the line does nothing.',
    source: options,
    canBeWrong: 'The key may be kept for another Flink version that shares the file.',
  },
  'other-ha-services': {
    id: 'options/other-ha-services',
    title: 'Other high availability services',
    why: 'They are legal; this program knows only those in ZooKeeper.',
    source: options,
    canBeWrong: sure,
  },
  'list-value': {
    id: 'files/list-value',
    title: 'A list where a text is wanted',
    why: 'Flink makes one text of the list, brackets included.',
    source: yaml,
    canBeWrong: sure,
  },
  'missing-colon': {
    id: 'files/missing-colon',
    title: 'Line without “: ”',
    why: 'Flink skips the line with a warning in its log.',
    source: flat,
    canBeWrong: sure,
  },
  'missing-file': {
    id: 'files/missing-file',
    title: 'Missing file',
    why: 'Without it there is nothing to read.',
    source: scripts,
    canBeWrong: sure,
  },
  'missing-port': {
    id: 'masters/missing-port',
    title: 'No port',
    why: 'A port that is not written down cannot be asked, nor opened in a firewall.',
    source: scripts,
    canBeWrong: 'JobManagers that are started by other means than Flink’s scripts.',
  },
  'missing-value': {
    id: 'options/missing-value',
    title: 'A needed option is not set',
    why: 'High availability in ZooKeeper cannot work without it.',
    source: options,
    canBeWrong: 'A process may be started with -D.',
  },
  'not-a-file': { id: 'files/not-a-file', title: 'Not a file', why: 'It cannot be read.', source: scripts, canBeWrong: sure },
  'not-high-availability': {
    id: 'options/not-high-availability',
    title: 'High availability is off',
    why: 'With one JobManager its failure stops everything until it is started again, and jobs are not recovered.',
    source: options,
    canBeWrong: 'A cluster may be meant to live without.',
  },
  'not-xml': {
    id: 'files/not-xml',
    title: 'Not XML',
    why: 'Hadoop’s clients and daemons refuse the whole file.',
    source: hadoop,
    canBeWrong: sure,
  },
  'not-yaml': { id: 'files/not-yaml', title: 'Not YAML', why: 'Flink does not start with it.', source: yaml, canBeWrong: sure },
  'option-looking-host': {
    id: 'masters/option-looking-host',
    title: 'A host that starts with “-”',
    why: 'ssh takes it for an option, which can run any command.',
    source: scripts,
    canBeWrong: sure,
  },
  'quotes-kept': {
    id: 'files/quotes-kept',
    title: 'Quotes belong to the value',
    why: 'flink-conf.yaml is not YAML: quotes stay.',
    source: flat,
    canBeWrong: sure,
  },
  'reversed-range': {
    id: 'network/reversed-range',
    title: 'Range that ends before it begins',
    why: 'Flink refuses the whole expression and the JobManager does not start.',
    source: ports,
    canBeWrong: sure,
  },
  'too-deep': {
    id: 'files/too-deep',
    title: 'Nested too deep',
    why: 'No configuration nests like this; it was not read.',
    source: yaml,
    canBeWrong: sure,
  },
  'too-large': {
    id: 'files/too-large',
    title: 'Too large',
    why: 'No configuration is this large; only a part was read.',
    source: flat,
    canBeWrong: sure,
  },
  unreadable: {
    id: 'files/unreadable',
    title: 'Unreadable',
    why: 'What cannot be read here cannot be checked; Flink may run as another user who can.',
    source: scripts,
    canBeWrong: 'Flink may run as a user who may read it.',
  },
  'version-unknown': {
    id: 'files/version-unknown',
    title: 'Flink’s version is not known',
    why: 'Names, defaults and files differ between versions.',
    source: options,
    canBeWrong: sure,
  },
  'xml-entities': {
    id: 'files/xml-entities',
    title: 'A document type',
    why: 'Entities of one’s own can expand without bound, so such a file is not read here.',
    source: hadoop,
    canBeWrong: 'Hadoop reads it all the same; nothing need be wrong with its values.',
  },
  'wrong-file': {
    id: 'files/wrong-file',
    title: 'The file this version does not read',
    why: 'Flink finds no configuration and does not start.',
    source: { text: 'Flink, GlobalConfiguration.loadConfiguration', url: flat.url },
    canBeWrong: sure,
  },
}
