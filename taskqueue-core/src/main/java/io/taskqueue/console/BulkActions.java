package io.taskqueue.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One action on many tasks, queues or dead letters, each for itself: what is refused to
 * one is done to the others.
 */
public final class BulkActions {

    /** The most that one request acts on; whoever wants more asks again. */
    public static final int MOST = 500;

    private final Actions actions;

    private final Reader reader;

    BulkActions(Actions actions, Reader reader) {
        this.actions = actions;
        this.reader = reader;
    }

    /** Acts on these; on schedules with what they should say. */
    public BulkView act(String who, String section, Collection<String> ids, String action, ScheduleEdit edit) {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw RefusedException.badRequest("One request acts on 1 to " + MOST + ", and can be followed by another");
        }
        return act(ids, action, (id) -> this.actions.act(who, section, id, action, edit), null);
    }

    /** Acts on the tasks of one page, and says where the next one begins. */
    public BulkView actOnMatching(String who, ResultsQuery query, String action) {
        Reader.Page page = this.reader.ids(query);
        return act(page.ids(), action, (id) -> this.actions.act(who, "results", id, action), page.next());
    }

    private static BulkView act(Collection<String> ids, String action, Function<String, ActionView> deed,
            @Nullable String next) {
        List<ActionView> done = new ArrayList<>();
        List<BulkView.Refusal> refused = new ArrayList<>();
        int refusals = 0;
        for (String id : ids) {
            try {
                done.add(deed.apply(id));
            }
            catch (RefusedException reason) {
                refusals++;
                if (refused.size() < 100) {
                    refused.add(new BulkView.Refusal(id, reason.reason()));
                }
            }
        }
        return new BulkView(action, done.size(), messages(done), (done.size() == 1) ? done.get(0).id() : null, refused,
                refusals, next);
    }

    private static @Nullable Long messages(List<ActionView> done) {
        List<Long> counts = done.stream().map(ActionView::count).filter((count) -> count != null).toList();
        return counts.isEmpty() ? null : counts.stream().mapToLong(Long::longValue).sum();
    }

}
