package io.taskqueue.actuate;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(classes = Depot.class, webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = { "management.endpoints.web.exposure.include=health,metrics,taskqueue",
                "management.endpoint.taskqueue.access=unrestricted", "management.endpoint.health.show-details=always",
                "spring.flyway.enabled=false", "spring.datasource.url=jdbc:h2:mem:endpoint",
                "spring.datasource.generate-unique-name=false" })
class JpaEndpointTests extends EndpointContract {

    @Override
    protected String store() {
        return "jpa";
    }

}
