package io.taskqueue.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who sees values at the endpoint.
 *
 * @param showValues When arguments, results and the words of errors are shown. What is
 * named like a secret never is.
 * @param roles Roles that see values when authorized. Empty: everyone who is logged in.
 */
@ConfigurationProperties("management.endpoint.taskqueue")
public record TaskQueueEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

    public TaskQueueEndpointProperties {
        roles = Set.copyOf(roles);
    }

}
