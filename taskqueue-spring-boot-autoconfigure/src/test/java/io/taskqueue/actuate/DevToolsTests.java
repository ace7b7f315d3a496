package io.taskqueue.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class DevToolsTests {

    @Test
    void valuesAreShownUnderDevTools() throws IOException {
        Properties file = PropertiesLoaderUtils
            .loadProperties(new ClassPathResource("META-INF/spring-devtools.properties"));
        Map<String, String> defaults = file.stringPropertyNames()
            .stream()
            .filter((name) -> name.startsWith("defaults."))
            .collect(Collectors.toMap((name) -> name.substring("defaults.".length()), file::getProperty));
        TaskQueueEndpointProperties properties = new Binder(new MapConfigurationPropertySource(defaults))
            .bindOrCreate("management.endpoint.taskqueue", TaskQueueEndpointProperties.class);
        assertThat(properties.showValues()).isEqualTo(Show.ALWAYS);
    }

}
