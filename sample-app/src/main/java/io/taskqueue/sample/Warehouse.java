package io.taskqueue.sample;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The warehouse, which would be a system of its own elsewhere. It packs each order once,
 * however often it is told, and has a bad day with orders whose note says "flaky": it
 * fails twice before it gets them right.
 */
@RestController
class Warehouse {

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    @PostMapping("/warehouse/parcels")
    ResponseEntity<Void> pack(@RequestBody Parcel parcel) {
        int call = this.calls.merge(parcel.number(), 1, Integer::sum);
        if (parcel.note().contains("flaky") && call <= 2) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }
        return ResponseEntity.noContent().build();
    }

    /** What to pack. */
    record Parcel(String number, List<OrderLine> lines, String note) {
    }

}
