package io.taskqueue.actuate;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** What the audit log says while it is open. */
final class AuditLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.taskqueue.audit");

    private final Level before = this.logger.getLevel();

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    AuditLog() {
        this.appender.start();
        this.logger.setLevel(Level.INFO);
        this.logger.addAppender(this.appender);
    }

    List<String> lines() {
        return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        this.logger.detachAppender(this.appender);
        this.logger.setLevel(this.before);
    }

}
