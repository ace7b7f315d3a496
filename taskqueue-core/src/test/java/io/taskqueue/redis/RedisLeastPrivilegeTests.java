package io.taskqueue.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The user that the documentation tells to create may do all that is needed. */
@Tag("S35")
@DisplayName("S35 the documented user may do all that is needed")
class RedisLeastPrivilegeTests extends RedisContracts {

    RedisLeastPrivilegeTests() {
        super(RedisPlace.LEAST_PRIVILEGE);
    }

    /** Some refusals would only make it slower, and no contract would notice. */
    @AfterAll
    static void nothingWasRefused() {
        assertThat(RedisPlace.refusals()).isEmpty();
    }

    @Test
    void theServersSettingsCanBeLookedAt() {
        assertThat(new RedisCheckup(RedisPlace.LEAST_PRIVILEGE.shared()).concerns()).isNotEmpty();
    }

}
