package io.taskqueue.test.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;

/** A small shop with a database. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {

    /** Flyway is on the class path of this build, so Boot leaves the tables to it. */
    @Bean
    HibernatePropertiesCustomizer tables() {
        return (properties) -> properties.put("hibernate.hbm2ddl.auto", "update");
    }

}
