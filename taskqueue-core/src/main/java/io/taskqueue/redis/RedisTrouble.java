package io.taskqueue.redis;

import java.util.concurrent.CancellationException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.springframework.data.redis.RedisConnectionFailureException;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.SafeText;

/** What a failure of the client means for whoever sent the command. */
final class RedisTrouble {

    private RedisTrouble() {
    }

    /** The failure as the broker room puts it. */
    static BrokerUnavailableException unavailable(Throwable failure) {
        if (failure instanceof BrokerUnavailableException already) {
            return already;
        }
        if (failure instanceof RedisCommandExecutionException refusal) {
            return new BrokerUnavailableException("Redis refused: " + SafeText.of(String.valueOf(refusal.getMessage())),
                    false, refusal);
        }
        if (failure instanceof RedisConnectionFailureException || failure instanceof RedisConnectionException) {
            return new BrokerUnavailableException("There is no connection to Redis", false, failure);
        }
        return new BrokerUnavailableException("The connection to Redis was lost before it answered", true, failure);
    }

    /**
     * Whether the connection is of no more use: everything but a refusal, and of these
     * the one that says that this server is no longer the master.
     */
    static boolean endsConnection(Throwable failure) {
        if (failure instanceof RedisCommandExecutionException refusal) {
            String message = String.valueOf(refusal.getMessage());
            return message.startsWith("READONLY") || message.startsWith("MASTERDOWN") || message.startsWith("NOAUTH");
        }
        return !(failure instanceof CancellationException) && !(failure instanceof BrokerUnavailableException);
    }

}
