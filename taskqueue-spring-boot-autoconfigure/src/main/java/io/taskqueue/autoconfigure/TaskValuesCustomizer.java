package io.taskqueue.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

/**
 * The last word on how arguments and results are written as JSON. Beans of this type are
 * asked in order. What they change has to be the same in all versions of an application
 * that run side by side. Default typing is refused.
 */
@FunctionalInterface
public interface TaskValuesCustomizer {

    /** Changes the mapper. */
    void customize(JsonMapper.Builder builder);

}
