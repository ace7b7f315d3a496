package io.taskqueue.actuate;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(classes = Depot.class, webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = { "management.endpoints.web.exposure.include=health,metrics,taskqueue",
                "management.endpoint.taskqueue.access=unrestricted", "management.endpoint.health.show-details=always",
                Server.NO_DATABASE })
class MemoryEndpointTests extends EndpointContract {

    @Override
    protected String store() {
        return "memory";
    }

}
