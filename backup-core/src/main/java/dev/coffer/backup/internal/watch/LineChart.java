package dev.coffer.backup.internal.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Values over time as SVG, from zero, so that a small change looks small. */
final class LineChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 200;
    private static final int LEFT = 80;
    private static final int RIGHT = 30;
    private static final int TOP = 14;
    private static final int BOTTOM = 28;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<Point> points;
    private final long first;
    private final long last;
    private final long most;

    private LineChart(List<Point> points) {
        this.points = points;
        this.first =
                points.stream().mapToLong(p -> p.time().toEpochMilli()).min().orElse(0);
        this.last =
                points.stream().mapToLong(p -> p.time().toEpochMilli()).max().orElse(0);
        this.most = Math.max(1, points.stream().mapToLong(Point::value).max().orElse(0));
    }

    /**
     * A value.
     *
     * @param label as people read it
     */
    record Point(Instant time, long value, String label) {}

    static void draw(StringBuilder page, String title, List<Point> points) {
        new LineChart(points).draw(page, title);
    }

    private void draw(StringBuilder page, String title) {
        page.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        page.append("\" role=\"img\" aria-label=\"").append(title).append("\">\n");
        line(page, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        line(page, LEFT, TOP, WIDTH - RIGHT, TOP);
        String top = points.stream()
                .filter(point -> point.value()
                        == points.stream().mapToLong(Point::value).max().orElse(0))
                .map(Point::label)
                .findFirst()
                .orElse("");
        text(page, LEFT - 6, TOP + 4, "end", top);
        text(page, LEFT - 6, HEIGHT - BOTTOM + 4, "end", "0");
        text(page, LEFT, HEIGHT - 8, "start", DAY.format(Instant.ofEpochMilli(first)));
        if (last > first) {
            text(page, WIDTH - RIGHT, HEIGHT - 8, "end", DAY.format(Instant.ofEpochMilli(last)));
        }
        page.append("<polyline class=\"line\" points=\"");
        points.forEach(p -> page.append(x(p)).append(',').append(y(p)).append(' '));
        page.append("\"/>\n");
        for (Point point : points) {
            page.append("<circle class=\"dot\" r=\"3\" cx=\"")
                    .append(x(point))
                    .append("\" cy=\"")
                    .append(y(point));
            page.append("\"><title>")
                    .append(DAY.format(point.time()))
                    .append(": ")
                    .append(point.label());
            page.append("</title></circle>\n");
        }
        page.append("</svg>\n");
    }

    private String x(Point point) {
        double part = last == first ? 0.5 : (double) (point.time().toEpochMilli() - first) / (last - first);
        return decimal(LEFT + part * (WIDTH - LEFT - RIGHT));
    }

    private String y(Point point) {
        return decimal(HEIGHT - BOTTOM - (double) point.value() / most * (HEIGHT - BOTTOM - TOP));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static void line(StringBuilder page, int x1, int y1, int x2, int y2) {
        page.append("<line class=\"axis\" x1=\"").append(x1).append("\" y1=\"").append(y1);
        page.append("\" x2=\"").append(x2).append("\" y2=\"").append(y2).append("\"/>\n");
    }

    private static void text(StringBuilder page, int x, int y, String anchor, String text) {
        page.append("<text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" text-anchor=\"")
                .append(anchor);
        page.append("\">").append(text).append("</text>\n");
    }
}
