package io.taskqueue.autoconfigure;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** Every line of the log while it is open, ours from TRACE on. */
final class EverythingSaid implements AutoCloseable {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private final Logger ours = (Logger) LoggerFactory.getLogger("io.taskqueue");

    private final Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level before = this.ours.getLevel();

    EverythingSaid() {
        this.log.start();
        this.ours.setLevel(Level.TRACE);
        this.all.addAppender(this.log);
    }

    List<String> lines() {
        return List.copyOf(this.log.list).stream().map(EverythingSaid::line).toList();
    }

    private static String line(ILoggingEvent event) {
        return event.getFormattedMessage()
                + ((event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : "");
    }

    @Override
    public void close() {
        this.all.detachAppender(this.log);
        this.ours.setLevel(this.before);
    }

}
