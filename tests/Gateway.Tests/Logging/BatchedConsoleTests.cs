using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Gateway.Logging;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Logging;

public sealed partial class BatchedConsoleTests : IDisposable
{
    private readonly RecordingStream _output = new();
    private readonly RecordingStream _error = new();
    private readonly List<IDisposable> _begun = [];

    [Fact]
    public async Task Lines_are_written_as_the_framework_formats_them()
    {
        var log = Begin(_ => { });

        Log.Push(log, "shop");

        await Eventually.HoldsAsync(() => _output.Text.Length > 0, "the line is written", TestContext.Current.CancellationToken);
        Assert.Equal("info: Category[7] Push to 'shop'." + Environment.NewLine, _output.Text);
        Assert.Empty(_error.Text);
    }

    [Fact]
    public async Task Lines_are_JSON_when_they_are_to_be()
    {
        var log = Begin(console => console.FormatterName = ConsoleFormatterNames.Json);

        Log.Warned(log, "小店");

        await Eventually.HoldsAsync(() => _output.Text.EndsWith('\n'), "the line is written", TestContext.Current.CancellationToken);
        using var line = JsonDocument.Parse(_output.Text);
        Assert.Equal("小店", line.RootElement.GetProperty("State").GetProperty("Service").GetString());
    }

    [Fact]
    public void A_character_of_a_long_line_is_never_cut_in_two()
    {
        var log = Begin(console => console.FormatterName = ConsoleFormatterNames.Systemd);
        foreach (var start in new[] { "", "x" })
        {
            Log.Push(log, start + string.Concat(Enumerable.Repeat("😀", 20_000)));
        }

        Dispose();

        Assert.DoesNotContain('\uFFFD', _output.Text);
        Assert.Equal(40_000, _output.Text.EnumerateRunes().Count(rune => rune.Value == 0x1F600));
    }

    [Fact]
    public async Task Another_format_counts_from_the_next_line_on()
    {
        var reloaded = new Reloaded();
        var log = Begin(_ => { }, reloaded);
        Log.Push(log, "shop");

        reloaded.Change((options, _) => options.FormatterName = ConsoleFormatterNames.Json);
        Log.Push(log, "shop");
        reloaded.Change((_, line) => (line.SingleLine, line.ColorBehavior) = (false, LoggerColorBehavior.Disabled));
        Log.Push(log, "shop");

        await Eventually.HoldsAsync(() => _output.Text.Split('\n').Length >= 5, "they are written", TestContext.Current.CancellationToken);
        var lines = _output.Text.Split(Environment.NewLine);
        Assert.Equal("info: Category[7] Push to 'shop'.", lines[0]);
        Assert.StartsWith("{", lines[1], StringComparison.Ordinal);
        Assert.Equal(["info: Category[7]", "      Push to 'shop'.", ""], lines[2..]);
    }

    [Fact]
    public void What_waits_is_written_before_the_end()
    {
        var log = Begin(_ => { });
        for (var number = 0; number < 1000; number++)
        {
            Log.Line(log, number);
        }

        Dispose();

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"info: Category[1] line {number}"),
            _output.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.InRange(_output.Writes, 1, 500);
    }

    [Fact]
    public async Task Errors_do_not_wait_and_go_where_they_are_told_to()
    {
        var log = Begin(console => console.LogToStandardErrorThreshold = LogLevel.Error);

        Log.Failed(log, new InvalidOperationException("because"), "broken");

        await Eventually.HoldsAsync(
            () => _error.Text.Contains("because", StringComparison.Ordinal), "the error is written", TestContext.Current.CancellationToken);
        Assert.Empty(_output.Text);
    }

    [Fact]
    public async Task When_nobody_reads_lines_are_dropped_if_they_may_be()
    {
        var log = Begin(console => (console.MaxQueueLength, console.QueueFullMode) = (3, ConsoleLoggerQueueFullMode.DropWrite));
        _output.Block();
        Log.Failed(log, null, "first");
        await Eventually.HoldsAsync(() => _output.IsBlocking, "the console takes no more", TestContext.Current.CancellationToken);

        for (var number = 0; number < 10; number++)
        {
            Log.Line(log, number);
        }

        _output.Unblock();
        Dispose();
        Assert.Equal(["first", "line 0", "line 1", "line 2"],
            _output.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("] ")[1]));
    }

    [Fact]
    public async Task When_nobody_reads_whoever_writes_waits()
    {
        var log = Begin(console => console.MaxQueueLength = 2);
        _output.Block();
        Log.Failed(log, null, "first");
        await Eventually.HoldsAsync(() => _output.IsBlocking, "the console takes no more", TestContext.Current.CancellationToken);
        var last = 0;

        var writing = Task.Run(
            () =>
            {
                for (var number = 1; number <= 10; number++)
                {
                    Log.Line(log, number);
                    Volatile.Write(ref last, number);
                }
            },
            TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Volatile.Read(ref last) == 2, "two lines wait", TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);
        _output.Unblock();
        await writing;

        Dispose();
        Assert.Equal(11, _output.Text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_console_that_is_gone_stops_nobody()
    {
        var log = Begin(_ => { });
        _output.IsGone = true;
        Log.Failed(log, null, "lost");
        await Eventually.HoldsAsync(() => _output.Writes > 0, "it was tried", TestContext.Current.CancellationToken);
        _output.IsGone = false;

        Log.Failed(log, null, "found");

        await Eventually.HoldsAsync(() => _output.Text.Contains("found", StringComparison.Ordinal), "the next line is written",
            TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _output.Unblock();
        foreach (var begun in Enumerable.Reverse(_begun))
        {
            begun.Dispose();
        }

        _begun.Clear();
    }

    private ILogger Begin(Action<ConsoleLoggerOptions> configure, Reloaded? reloaded = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(
            logging => logging.AddSimpleConsole(line => (line.SingleLine, line.ColorBehavior) = (true, LoggerColorBehavior.Disabled)));
        services.Configure<JsonConsoleFormatterOptions>(
            json => json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        services.Configure(configure);
        if (reloaded is not null)
        {
            services.AddSingleton<IOptionsChangeTokenSource<ConsoleLoggerOptions>>(reloaded);
            services.AddSingleton<IOptionsChangeTokenSource<SimpleConsoleFormatterOptions>>(reloaded);
            services.Configure<ConsoleLoggerOptions>(options => reloaded.Apply(options, new SimpleConsoleFormatterOptions()));
            services.Configure<SimpleConsoleFormatterOptions>(line => reloaded.Apply(new ConsoleLoggerOptions(), line));
        }

        var provider = services.BuildServiceProvider();
        var console = new BatchedConsole(provider.GetServices<ConsoleFormatter>(),
            provider.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>(),
            provider.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>(), TimeProvider.System, () => _output,
            () => _error);
        _begun.Add(provider);
        _begun.Add(console);
        return console.CreateLogger("Category");
    }

    /// <summary>Settings that change while the console is in use.</summary>
    private sealed class Reloaded
        : IOptionsChangeTokenSource<ConsoleLoggerOptions>, IOptionsChangeTokenSource<SimpleConsoleFormatterOptions>
    {
        private ConfigurationReloadToken _changed = new();

        public string Name => Options.DefaultName;

        public Action<ConsoleLoggerOptions, SimpleConsoleFormatterOptions> Apply { get; private set; } = (_, _) => { };

        public IChangeToken GetChangeToken() => _changed;

        public void Change(Action<ConsoleLoggerOptions, SimpleConsoleFormatterOptions> apply)
        {
            Apply = apply;
            Interlocked.Exchange(ref _changed, new ConfigurationReloadToken()).OnReload();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "line {Number}")]
        public static partial void Line(ILogger logger, int number);

        [LoggerMessage(7, LogLevel.Information, "Push to '{Service}'.")]
        public static partial void Push(ILogger logger, string service);

        [LoggerMessage(2, LogLevel.Warning, "Push to '{Service}'.")]
        public static partial void Warned(ILogger logger, string service);

        [LoggerMessage(3, LogLevel.Error, "{What}")]
        public static partial void Failed(ILogger logger, Exception? exception, string what);
    }
}
