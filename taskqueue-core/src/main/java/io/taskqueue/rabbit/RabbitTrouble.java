package io.taskqueue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpAuthenticationException;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.SafeText;

/** What a failure of the client means for whoever asked for something. */
final class RabbitTrouble {

    private RabbitTrouble() {
    }

    /** The failure as the broker room puts it. */
    static BrokerUnavailableException unavailable(Throwable failure, boolean maybeSent) {
        if (failure instanceof BrokerUnavailableException already) {
            return already;
        }
        if (failure instanceof AmqpAuthenticationException) {
            return new BrokerUnavailableException("RabbitMQ does not accept the user or the password", false, failure);
        }
        String refusal = refusal(failure);
        if (refusal != null) {
            return new BrokerUnavailableException("RabbitMQ refused: " + refusal, maybeSent, failure);
        }
        return new BrokerUnavailableException(maybeSent ? "The connection to RabbitMQ was lost before it answered"
                : "There is no connection to RabbitMQ", maybeSent, failure);
    }

    /** RabbitMQ's own words, if it closed a channel or the connection and said why. */
    static @Nullable String refusal(@Nullable Throwable failure) {
        ShutdownSignalException signal = signal(failure);
        if (signal == null || signal.isInitiatedByApplication()) {
            return null;
        }
        Method reason = signal.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
            return SafeText.of(close.getReplyText());
        }
        return (reason instanceof AMQP.Connection.Close close) ? SafeText.of(close.getReplyText()) : null;
    }

    /** The code with which RabbitMQ closed a channel, or 0. */
    static int code(@Nullable Throwable failure) {
        ShutdownSignalException signal = signal(failure);
        return (signal != null && signal.getReason() instanceof AMQP.Channel.Close close) ? close.getReplyCode() : 0;
    }

    private static @Nullable ShutdownSignalException signal(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ShutdownSignalException)) {
            cause = cause.getCause();
        }
        return (ShutdownSignalException) cause;
    }

}
