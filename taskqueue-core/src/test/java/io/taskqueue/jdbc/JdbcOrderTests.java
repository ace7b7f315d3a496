package io.taskqueue.jdbc;

class JdbcOrderTests extends OrderContract {

    @Override
    protected String broker() {
        return "jdbc";
    }

}
