package io.taskqueue.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.persistence.autoconfigure.EntityScanPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

import io.taskqueue.jpa.entity.TaskResultEntity;

/**
 * Puts our entities beside the application's. An application with an {@code @EntityScan}
 * is scanned nowhere else; without one, an entry of ours there would switch its default
 * off.
 */
final class EntityPackageRegistrar implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        String entities = TaskResultEntity.class.getPackageName();
        if (registry.containsBeanDefinition(EntityScanPackages.class.getName())) {
            EntityScanPackages.register(registry, entities);
        }
        else {
            AutoConfigurationPackages.register(registry, entities);
        }
    }

}
