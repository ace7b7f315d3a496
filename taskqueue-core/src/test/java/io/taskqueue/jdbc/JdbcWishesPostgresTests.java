package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcWishesPostgresTests extends JdbcWishesContract {

    JdbcWishesPostgresTests() {
        super(Database.POSTGRES);
    }

}
