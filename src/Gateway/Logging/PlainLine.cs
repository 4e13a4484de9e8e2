using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>
/// A line as the framework's simple formatter has it with the gateway's own settings: without colors and scopes, and with the gateway's
/// time or none.
/// </summary>
/// <remarks>
/// The framework makes four strings of a line and copies them twice; a push costs the same again without them. With other settings, or
/// as JSON, lines come from the framework's formatters.
/// </remarks>
internal readonly record struct PlainLine(
    LineTime? Time, bool IsUtc, LogLevel Level, string Category, int EventId, string? Message, string? Exception)
{
    // Three bytes of UTF-8 for each UTF-16 unit at most.
    private const int MostBytes = 3;

    // The level, the punctuation, and the digits of an int.
    private const int LevelLength = 4;
    private const int Rest = LevelLength + 16 + 12;

    /// <summary>Returns whether the framework's simple formatter writes such lines with these options.</summary>
    public static bool Suits(SimpleConsoleFormatterOptions options)
        => options is { SingleLine: true, IncludeScopes: false, TimestampFormat: null or LineTime.Format }
            && options.ColorBehavior switch
            {
                LoggerColorBehavior.Disabled => true,
                LoggerColorBehavior.Default => Console.IsOutputRedirected && AnsiIsForced is null,
                _ => false,
            };

    // The framework's own switch for colors in files.
    private static string? AnsiIsForced => Environment.GetEnvironmentVariable("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION");

    /// <summary>Writes the line.</summary>
    public void WriteTo(ArrayBufferWriter<byte> batch)
    {
        var characters = Category.Length + (Message?.Length ?? 0) + (Exception?.Length ?? 0);
        var line = batch.GetSpan(LineTime.Length + Rest + (characters * MostBytes));
        var length = 0;
        if (Time is not null)
        {
            Time.Write(line, IsUtc);
            length = LineTime.Length;
        }

        NameOf(Level).CopyTo(line[length..]);
        length += LevelLength;
        line[length++] = (byte)':';
        line[length++] = (byte)' ';
        length += Encoding.UTF8.GetBytes(Category, line[length..]);
        line[length++] = (byte)'[';
        EventId.TryFormat(line[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
        line[length++] = (byte)']';
        length += Text(Message, line[length..]);
        length += Text(Exception, line[length..]);
        length += Encoding.UTF8.GetBytes(Environment.NewLine, line[length..]);
        batch.Advance(length);
    }

    private static int Text(string? text, Span<byte> to)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        to[0] = (byte)' ';
        return 1 + Encoding.UTF8.GetBytes(text.Replace(Environment.NewLine, " ", StringComparison.Ordinal), to[1..]);
    }

    private static ReadOnlySpan<byte> NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce"u8,
        LogLevel.Debug => "dbug"u8,
        LogLevel.Information => "info"u8,
        LogLevel.Warning => "warn"u8,
        LogLevel.Error => "fail"u8,
        LogLevel.Critical => "crit"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
