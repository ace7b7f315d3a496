package io.taskqueue.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What this node is called by the others.
 *
 * @param value the name
 */
record NodeName(String value) {

    /**
     * A name of its own: what runs, where, and an end that tells two starts in one place
     * apart.
     */
    static NodeName of(Environment environment) {
        String random = HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
        return new NodeName(
                application(environment) + "@" + host() + "-" + ProcessHandle.current().pid() + "-" + random);
    }

    static String application(Environment environment) {
        return environment.getProperty("spring.application.name", "application");
    }

    /**
     * This machine's name, from the environment if it is there, since asking the network
     * may take seconds.
     */
    static String host() {
        for (String variable : new String[] { "HOSTNAME", "COMPUTERNAME" }) {
            String said = System.getenv(variable);
            if (StringUtils.hasText(said)) {
                return said;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        }
        catch (UnknownHostException unknown) {
            return "localhost";
        }
    }

}
