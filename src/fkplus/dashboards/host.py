"""What the machines have left: processor, memory, disks, network; and what watching costs."""

from fkplus.dashboards.panels import Dashboard, Panel, Query, Row

_REAL = 'fstype!~"tmpfs|ramfs"'

_MACHINE = Row(
    "Machine",
    [
        Panel(
            "Processor in use",
            "percentunit",
            [
                Query(
                    '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
                    "{{node}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Share of time that somebody waits",
            "percentunit",
            [
                Query("rate(node_pressure_cpu_waiting_seconds_total[$__rate_interval])", "processor"),
                Query("rate(node_pressure_io_waiting_seconds_total[$__rate_interval])", "disk"),
                Query("rate(node_pressure_memory_waiting_seconds_total[$__rate_interval])", "memory"),
            ],
            width=8,
        ),
        Panel("Load", "short", [Query("node_load1", "{{node}}")], width=8),
        Panel(
            "Memory left",
            "bytes",
            [
                Query("node_memory_MemAvailable_bytes", "{{node}}"),
                Query("node_memory_MemTotal_bytes", "limit"),
            ],
            width=8,
        ),
        Panel(
            "Disk left",
            "percentunit",
            [
                Query(
                    f"node_filesystem_avail_bytes{{{_REAL}}} / node_filesystem_size_bytes{{{_REAL}}}",
                    "{{node}} {{mountpoint}}",
                )
            ],
            width=8,
        ),
        Panel(
            "Network",
            "Bps",
            [
                Query(
                    "sum by (device) (rate(node_network_receive_bytes_total[$__rate_interval]))", "{{device}}"
                )
            ],
            width=8,
        ),
        Panel(
            "Read from disk",
            "Bps",
            [Query("sum by (device) (rate(node_disk_read_bytes_total[$__rate_interval]))", "{{device}}")],
            width=8,
        ),
        Panel(
            "Written to disk",
            "Bps",
            [Query("sum by (device) (rate(node_disk_written_bytes_total[$__rate_interval]))", "{{device}}")],
            width=8,
        ),
        Panel(
            "Time that disks were busy",
            "percentunit",
            [Query("rate(node_disk_io_time_seconds_total[$__rate_interval])", "{{device}}")],
            width=8,
        ),
    ],
)

_WATCHING = Row(
    "What watching costs",
    [
        Panel(
            "Processor",
            "percentunit",
            [Query("rate(process_cpu_seconds_total[$__rate_interval])", "{{unit}}")],
            width=8,
        ),
        Panel("Memory", "bytes", [Query("process_resident_memory_bytes", "{{unit}}")], width=8),
        Panel("Series", "short", [Query("prometheus_tsdb_head_series", "in memory")], width=8),
    ],
)

DASHBOARD = Dashboard("fkplus-host", "Host", "Processor, memory, disks and network.", [_MACHINE, _WATCHING])
