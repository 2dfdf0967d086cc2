package dev.coffer.backup.internal.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** Values over time as SVG, from zero, so that a small change looks small. */
final class LineChart {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 190;
    private static final int LEFT = 62;
    private static final int RIGHT = 10;
    private static final int TOP = 12;
    private static final int BOTTOM = 24;
    private static final int STEPS = 4;
    private static final int MOST_DOTS = 40;
    private static final int LONG_DAYS = 15;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder page;
    private final List<Point> points;
    private final LongFunction<String> text;
    private final long first;
    private final long last;
    private final long step;

    private LineChart(StringBuilder page, List<Point> points, LongFunction<String> text) {
        this.page = page;
        this.points = points;
        this.text = text;
        this.first =
                points.stream().mapToLong(p -> p.time().toEpochMilli()).min().orElse(0);
        this.last =
                points.stream().mapToLong(p -> p.time().toEpochMilli()).max().orElse(0);
        this.step = step(points.stream().mapToLong(Point::value).max().orElse(0));
    }

    /** A value. */
    record Point(Instant time, long value) {}

    /**
     * @param text a value as people read it
     */
    static void draw(StringBuilder page, String title, List<Point> points, LongFunction<String> text) {
        new LineChart(page, points, text).draw(title);
    }

    /** The least round number of which four reach the highest value. */
    private static long step(long most) {
        for (long power = 1; power < Long.MAX_VALUE / 100; power *= 10) {
            for (long tenths : new long[] {10, 15, 20, 25, 30, 40, 50, 60, 80}) {
                if (tenths * power % 10 == 0 && tenths * power / 10 * STEPS >= most) {
                    return Math.max(1, tenths * power / 10);
                }
            }
        }
        return Math.max(1, most / STEPS + 1);
    }

    private void draw(String title) {
        page.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        page.append("\" role=\"img\" aria-label=\"").append(title).append("\">\n");
        for (int i = 0; i <= STEPS; i++) {
            String y = y(i * step);
            page.append("<line class=\"axis\" x1=\"")
                    .append(LEFT)
                    .append("\" x2=\"")
                    .append(WIDTH - RIGHT);
            page.append("\" y1=\"").append(y).append("\" y2=\"").append(y).append("\"/>");
            tick(LEFT - 8, "end", i == 0 ? "0" : text.apply(i * step), decimal(Double.parseDouble(y) + 4));
        }
        times();
        curve();
        page.append("</svg>\n");
    }

    private void times() {
        String y = Integer.toString(HEIGHT - 6);
        if (last == first) {
            tick((LEFT + WIDTH - RIGHT) / 2, "middle", DAY.format(Instant.ofEpochMilli(first)), y);
            return;
        }
        DateTimeFormatter form = (last - first) / 86_400_000 > 0 ? DAY : MINUTE;
        tick(LEFT, "start", form.format(Instant.ofEpochMilli(first)), y);
        if ((last - first) / 86_400_000 > LONG_DAYS) {
            tick((LEFT + WIDTH - RIGHT) / 2, "middle", form.format(Instant.ofEpochMilli((first + last) / 2)), y);
        }
        tick(WIDTH - RIGHT, "end", form.format(Instant.ofEpochMilli(last)), y);
    }

    private void curve() {
        StringBuilder line = new StringBuilder();
        points.forEach(p -> line.append(x(p)).append(',').append(y(p.value())).append(' '));
        if (points.size() > 1) {
            page.append("<polygon class=\"area\" points=\"").append(line);
            page.append(x(points.get(points.size() - 1)))
                    .append(',')
                    .append(y(0))
                    .append(' ');
            page.append(x(points.get(0))).append(',').append(y(0)).append("\"/>\n");
            page.append("<polyline class=\"line\" points=\"").append(line).append("\"/>\n");
        }
        for (int i = 0; i < points.size(); i++) {
            boolean newest = i == points.size() - 1;
            if (newest || points.size() <= MOST_DOTS) {
                dot(points.get(i), newest);
            }
        }
    }

    private void dot(Point point, boolean newest) {
        page.append("<circle class=\"").append(newest ? "last\" r=\"4" : "dot\" r=\"2.5");
        page.append("\" cx=\"").append(x(point)).append("\" cy=\"").append(y(point.value()));
        page.append("\"><title>").append(MINUTE.format(point.time()));
        page.append(": ").append(text.apply(point.value())).append("</title></circle>\n");
    }

    private String x(Point point) {
        double part = last == first ? 0.5 : (double) (point.time().toEpochMilli() - first) / (last - first);
        return decimal(LEFT + part * (WIDTH - LEFT - RIGHT));
    }

    private String y(long value) {
        return decimal(HEIGHT - BOTTOM - (double) value / (STEPS * step) * (HEIGHT - BOTTOM - TOP));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void tick(int x, String anchor, String label, String y) {
        page.append("<text class=\"tick\" x=\"").append(x).append("\" y=\"").append(y);
        page.append("\" text-anchor=\"")
                .append(anchor)
                .append("\">")
                .append(label)
                .append("</text>\n");
    }
}
