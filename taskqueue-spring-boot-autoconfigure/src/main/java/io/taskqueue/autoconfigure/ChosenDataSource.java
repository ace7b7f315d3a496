package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/** The data source that is ours: the marked one, the primary one, or the only one. */
final class ChosenDataSource {

    private ChosenDataSource() {
    }

    static DataSource among(ObjectProvider<DataSource> any, ObjectProvider<DataSource> marked) {
        DataSource own = marked.getIfAvailable();
        return (own != null) ? own : any.getObject();
    }

}
