package io.taskqueue.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import io.taskqueue.message.TaskValues;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arguments and results share the application's Jackson modules and nothing else of its
 * JSON.
 */
class TaskValuesContextTests {

    @Test
    void writesWithTheApplicationsModules() {
        Contexts.plain()
            .withUserConfiguration(WithModule.class)
            .run((context) -> assertThat(context.getBean(TaskValues.class).write(new Money(5))).isEqualTo("\"5 EUR\""));
    }

    @Test
    void writesWithTheModulesOfTheApplicationsOwnMapper() {
        Contexts.plain()
            .withUserConfiguration(WithMapper.class)
            .run((context) -> assertThat(context.getBean(TaskValues.class).write(new Money(5))).isEqualTo("\"5 EUR\""));
    }

    @Test
    void ignoresHowTheApplicationWritesJsonElsewhere() {
        Contexts.plain().withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE").run((context) -> {
            assertThat(context.getBean(JsonMapper.class).writeValueAsString(new Line(3)))
                .isEqualTo("{\"unit_count\":3}");
            assertThat(context.getBean(TaskValues.class).write(new Line(3))).isEqualTo("{\"unitCount\":3}");
        });
    }

    @Test
    void letsCustomizersHaveTheLastWordInOrder() {
        Contexts.plain()
            .withUserConfiguration(Customized.class)
            .run((context) -> assertThat(context.getBean(TaskValues.class).write(new Line(3)))
                .isEqualTo("{\"unit-count\":3}"));
    }

    record Money(int amount) {
    }

    record Line(int unitCount) {
    }

    private static JacksonModule euros() {
        return new SimpleModule("euros").addSerializer(Money.class, new StdSerializer<Money>(Money.class) {

            @Override
            public void serialize(Money value, JsonGenerator json, SerializationContext context) {
                json.writeString(value.amount() + " EUR");
            }

        });
    }

    @Configuration(proxyBeanMethods = false)
    static class WithModule {

        @Bean
        JacksonModule money() {
            return euros();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class WithMapper {

        @Bean
        JsonMapper jsonMapper() {
            return JsonMapper.builder().addModule(euros()).build();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        @Order(2)
        TaskValuesCustomizer kebab() {
            return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        }

        @Bean
        @Order(1)
        TaskValuesCustomizer snake() {
            return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }

    }

}
