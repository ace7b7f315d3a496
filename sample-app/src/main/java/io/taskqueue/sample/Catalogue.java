package io.taskqueue.sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * What the shop sells, read from {@code catalogue.csv}. Prices come from here, never from
 * the customer.
 */
@Component
class Catalogue {

    private final Map<String, Product> products = new LinkedHashMap<>();

    Catalogue(@Value("classpath:catalogue.csv") Resource file) throws IOException {
        try (CSVParser rows = CSVParser.parse(file.getInputStream(), StandardCharsets.UTF_8, ShopFiles.CSV)) {
            for (CSVRecord row : rows) {
                this.products.put(row.get("sku"),
                        new Product(row.get("sku"), row.get("name"), new BigDecimal(row.get("price"))));
            }
        }
    }

    Collection<Product> products() {
        return this.products.values();
    }

    /** So many of one product, at today's price. */
    OrderLine line(String sku, int quantity) {
        Product product = this.products.get(sku);
        if (product == null) {
            throw new InvalidOrderException("There is no such product");
        }
        return new OrderLine(sku, product.name(), quantity, product.price());
    }

    /** One thing one can buy. */
    record Product(String sku, String name, BigDecimal price) {
    }

}
