package io.taskqueue.autoconfigure;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Hears what a part of the library logs, whatever the console shows of it. */
final class LogRecorder implements AutoCloseable {

    private final Logger logger;

    private final Level before;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    LogRecorder(String name) {
        this.logger = (Logger) LoggerFactory.getLogger(name);
        this.before = this.logger.getLevel();
        this.logger.setLevel(Level.INFO);
        this.lines.start();
        this.logger.addAppender(this.lines);
    }

    /** The lines of this level so far. */
    List<String> lines(Level level) {
        return List.copyOf(this.lines.list)
            .stream()
            .filter((event) -> event.getLevel() == level)
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    }

    @Override
    public void close() {
        this.logger.detachAppender(this.lines);
        this.logger.setLevel(this.before);
    }

}
