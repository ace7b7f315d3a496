package io.taskqueue.jdbc;

import io.taskqueue.jpa.Database;

class JdbcWishesH2Tests extends JdbcWishesContract {

    JdbcWishesH2Tests() {
        super(Database.H2);
    }

}
