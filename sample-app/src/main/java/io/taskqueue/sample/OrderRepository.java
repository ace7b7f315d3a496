package io.taskqueue.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Where orders are kept. */
interface OrderRepository extends JpaRepository<Order, Long> {

    Optional<Order> findByToken(String token);

    /** Which of these orders of the old shop are here already. */
    @Query("select o.oldNumber from ShopOrder o where o.oldNumber in :numbers")
    Set<String> findOldNumbers(Collection<String> numbers);

    /** What was sold from one day to another, both included. */
    @Query("""
            select o.placedOn as day, l.sku as sku, l.product as product, sum(l.quantity) as quantity,
                sum(l.quantity * l.unitPrice) as revenue
            from ShopOrder o join o.lines l
            where o.placedOn between :from and :to
            group by o.placedOn, l.sku, l.product
            order by o.placedOn, l.sku""")
    List<Sales> sales(LocalDate from, LocalDate to);

    /** What was sold of one product on one day. */
    record Sales(LocalDate day, String sku, String product, long quantity, BigDecimal revenue) {
    }

}
