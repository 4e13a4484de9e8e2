using System.Buffers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using WxYarpGateway.Gateway.Logging;

namespace WxYarpGateway.Gateway.Tests.Logging;

public sealed class PlainLineTests
{
    private static readonly int[] EventIds = [0, 1, 42, -1, int.MinValue, int.MaxValue];

    private static readonly string?[] Messages =
    [
        null, "", " ", "Push to 'shop'.", "two\nlines", "\n", "two\r\nlines\n", "小店 😀", "half a \ud83d character", "\0\u001b[31m",
        new string('x', 5_000),
    ];

    [Theory]
    [InlineData(LogLevel.Trace)]
    [InlineData(LogLevel.Debug)]
    [InlineData(LogLevel.Information)]
    [InlineData(LogLevel.Warning)]
    [InlineData(LogLevel.Error)]
    [InlineData(LogLevel.Critical)]
    public void A_line_is_the_frameworks_byte_for_byte(LogLevel level)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddSimpleConsole(
            line => (line.SingleLine, line.ColorBehavior) = (true, LoggerColorBehavior.Disabled)));
        using var provider = services.BuildServiceProvider();
        var framework = provider.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple);

        foreach (var exception in new[] { null, Thrown() })
        {
            foreach (var message in Messages)
            {
                foreach (var id in EventIds)
                {
                    using var theirs = new StringWriter();
                    framework.Write(
                        new LogEntry<string?>(level, "Some.Category", new EventId(id, "Named"), message, exception, (text, _) => text!),
                        null,
                        theirs);
                    if (theirs.ToString().Length == 0)
                    {
                        // The console leaves out a line with neither.
                        Assert.True(message is null && exception is null);
                        continue;
                    }

                    var ours = Written(new PlainLine(null, false, level, "Some.Category", id, message, exception?.ToString()));

                    Assert.Equal(Encoding.UTF8.GetBytes(theirs.ToString()), ours);
                }
            }
        }
    }

    [Fact]
    public void A_level_that_does_not_exist_is_refused_as_by_the_framework()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Written(new PlainLine(null, false, (LogLevel)17, "", 0, "", null)));

    [Theory]
    [InlineData(true, false, LineTime.Format, LoggerColorBehavior.Disabled, true)]
    [InlineData(true, false, null, LoggerColorBehavior.Disabled, true)]
    [InlineData(false, false, LineTime.Format, LoggerColorBehavior.Disabled, false)]
    [InlineData(true, true, LineTime.Format, LoggerColorBehavior.Disabled, false)]
    [InlineData(true, false, "HH:mm ", LoggerColorBehavior.Disabled, false)]
    [InlineData(true, false, LineTime.Format, LoggerColorBehavior.Enabled, false)]
    public void Other_settings_are_left_to_the_framework(
        bool isSingle, bool hasScopes, string? time, LoggerColorBehavior colors, bool isOurs)
        => Assert.Equal(isOurs, PlainLine.Suits(new SimpleConsoleFormatterOptions
        {
            SingleLine = isSingle,
            IncludeScopes = hasScopes,
            TimestampFormat = time,
            ColorBehavior = colors,
        }));

    [Theory]
    [InlineData(false, 8)]
    [InlineData(false, -3.5)]
    [InlineData(false, 0)]
    [InlineData(true, 8)]
    public void The_time_is_formatted_as_the_framework_does(bool isUtc, double hours)
    {
        var clock = new Zoned(TimeSpan.FromHours(hours));
        var time = new LineTime(clock);
        var random = new Random(1);
        for (var number = 0; number < 2_000; number++)
        {
            var line = new byte[LineTime.Length];
            time.Write(line, isUtc);

            var shown = isUtc ? clock.GetUtcNow() : clock.GetLocalNow();
            Assert.Equal(shown.ToString(LineTime.Format, null), Encoding.UTF8.GetString(line));
            clock.Now += TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerSecond)) + TimeSpan.FromDays(number % 100 == 0 ? 40 : 0);
        }
    }

    private static byte[] Written(PlainLine line)
    {
        var batch = new ArrayBufferWriter<byte>();
        line.WriteTo(batch);
        return batch.WrittenSpan.ToArray();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("because", new FormatException("of\nthat"));
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }

    private sealed class Zoned(TimeSpan offset) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 12, 31, 23, 59, 59, 998, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("Somewhere", offset, null, null);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
