package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcWishesMariaDbTests extends JdbcWishesContract {

    JdbcWishesMariaDbTests() {
        super(Database.MARIADB);
    }

}
