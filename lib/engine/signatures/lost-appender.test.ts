import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const log4j2 = `2026-11-23T10:09:50.546629134Z main ERROR Unable to create file /srv/logs/board.log java.io.IOException: Permission denied
	at java.base/java.io.UnixFileSystem.createFileExclusively(Unknown Source)
	at org.apache.logging.log4j.core.appender.rolling.RollingFileManager$RollingFileManagerFactory.createManager(RollingFileManager.java:864)
2026-11-23T10:09:50.556629134Z main ERROR Null object returned for RollingFile in Appenders.
`;
const log4j1 = `log4j:ERROR setFile(null,true) call failed.
java.io.FileNotFoundException: /board.log (Permission denied)
        at java.io.FileOutputStream.open0(Native Method)
        at org.apache.log4j.FileAppender.setFile(FileAppender.java:294)
`;
const logback = `10:09:50,101 |-ERROR in ch.qos.logback.core.rolling.RollingFileAppender[ROLLING] - openFile(null,true) call failed. java.io.FileNotFoundException: board.0.txt (Permission denied)
	at java.io.FileNotFoundException: board.0.txt (Permission denied)
`;
const jul = `Can't load log handler "java.util.logging.FileHandler"
java.nio.file.AccessDeniedException: /srv/logs/board.log.lck
	at java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:90)
	at java.logging/java.util.logging.FileHandler.openFiles(FileHandler.java:523)
`;

describe.each([
  ['log4j 2', log4j2],
  ['log4j 1', log4j1],
  ['logback', logback],
  ['java.util.logging', jul],
])('an appender of %s that cannot write', (_, lost) => {
  it.each([
    ['10:09:57.133 [main] ERROR com.acme.Main - missing required environment variable BOARD_URL', 'missing-env-var'],
    ['10:09:57.101 [main] ERROR com.acme.Main - Connection refused: elastic:9200', 'dependency-unreachable'],
    [
      'Exception in thread "main" java.lang.IllegalStateException: ledger is not balanced\n\tat com.acme.Main.main(Main.java:9)',
      'app-error-uncaught',
    ],
  ])('is not the reason where the program says another: %s', (said, cause) => {
    expect(decide(`${lost}10:09:52.101 [main] INFO  com.acme.Main - Starting\n${said}\n`)).toMatchObject({ cause });
  });

  it('is the reason where nothing else is said, or the program cannot be without its log', () => {
    expect(decide(lost)).toMatchObject({ cause: 'permission-denied' });
    expect(decide(`${lost}10:09:52.101 [main] INFO  com.acme.Main - Starting\n`)).toMatchObject({
      cause: 'permission-denied',
    });
    const needed = `Exception in thread "main" java.lang.ExceptionInInitializerError
	at com.acme.Main.<clinit>(Main.java:14)
Caused by: java.lang.IllegalStateException: no appender 'audit'
	at com.acme.Audit.<init>(Audit.java:22)
`;
    expect(decide(`${lost}${needed}`)).toMatchObject({ cause: 'permission-denied' });
  });
});

it('is another file that is refused than the one of the log', () => {
  const data = `java.nio.file.AccessDeniedException: /srv/data/board.db
	at com.acme.Store.open(Store.java:31)
`;
  expect(decide(`${log4j2}${data}`)).toMatchObject({
    cause: 'permission-denied',
    captures: { path: '/srv/data/board.db' },
  });
});
