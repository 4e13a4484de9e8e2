using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>Shows a release: a bar on a terminal, a line for each change elsewhere, one JSON object a line for machines.</summary>
internal abstract class ReleaseScreen(TextWriter output)
{
    private const int MostNamed = 5;

    /// <summary>Gets where it is shown.</summary>
    protected TextWriter Output => output;

    /// <summary>Returns the one that fits.</summary>
    public static ReleaseScreen On(TextWriter output, bool isJson)
        => isJson ? new JsonScreen(output)
            : ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? new BarScreen(output)
            : new LineScreen(output);

    /// <summary>Says that the order is filed.</summary>
    public virtual void Filed(string id) => output.WriteLine($"Release {id} is filed.");

    /// <summary>Shows how the release stands.</summary>
    public abstract void Show(string json, ReleaseView release);

    /// <summary>Ends the line that is still being written.</summary>
    public virtual void Leave()
    {
    }

    /// <summary>Says how it ended, and what to do about what failed.</summary>
    public virtual void Conclude(ReleaseView release, IReadOnlyList<FailureGroup> failures, string? comeBack)
    {
        foreach (var group in failures)
        {
            var code = group.ErrorCode is { } number ? $" with errcode {number}" : "";
            output.WriteLine();
            output.WriteLine($"{group.AppIds.Count} {group.State}{code}: {group.Sentence}");
            if (group.Cure.Length > 0)
            {
                output.WriteLine($"  Cure: {group.Cure}");
            }

            var more = group.AppIds.Count > MostNamed ? $" and {group.AppIds.Count - MostNamed} more" : "";
            output.WriteLine($"  {string.Join(", ", group.AppIds.Take(MostNamed))}{more}");
        }

        output.WriteLine();
        output.WriteLine(release.State == "Paused" ? $"Paused: {release.Why}"
            : release.IsDone ? $"All {release.Total} mini programs are where the order wants them."
            : $"Not all of the {release.Total} mini programs are where the order wants them.");
        if (comeBack is not null)
        {
            output.WriteLine($"To come back after POST …/resume: {comeBack}");
        }
    }

    /// <summary>Returns the numbers in words.</summary>
    protected static string Words(ReleaseView release)
        => string.Join("  ", release.Counts.Select(count => $"{count.Key} {count.Value}"));

    private sealed class LineScreen(TextWriter output) : ReleaseScreen(output)
    {
        private string _last = "";

        public override void Show(string json, ReleaseView release)
        {
            var line = $"{release.Ended}/{release.Total}  {Words(release)}{(release.Why.Length > 0 ? $"  ({release.Why})" : "")}";
            if (line != _last)
            {
                Output.WriteLine(line);
                _last = line;
            }
        }
    }

    private sealed class BarScreen(TextWriter output) : ReleaseScreen(output)
    {
        private const int Width = 30;
        private const string ClearLine = "\r\e[2K";

        private bool _isOpen;

        public override void Show(string json, ReleaseView release)
        {
            var full = release.Total == 0 ? Width : Width * release.Ended / release.Total;
            var bar = new StringBuilder().Append('█', full).Append('░', Width - full);
            var why = release.Why.Length > 0 ? $"  {release.Why}" : "";
            var line = $"{bar} {release.Ended}/{release.Total}  {Words(release)}{why}";

            // A line that wraps would not be overwritten.
            Output.Write(ClearLine + (line.Length < Columns() ? line : line[..(Columns() - 1)]));
            Output.Flush();
            _isOpen = true;
        }

        public override void Leave()
        {
            if (_isOpen)
            {
                Output.WriteLine();
                _isOpen = false;
            }
        }

        private static int Columns() => Console.WindowWidth is > 20 and var width ? width : 120;
    }

    private sealed class JsonScreen(TextWriter output) : ReleaseScreen(output)
    {
        private static readonly JsonSerializerOptions Plain = new()
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        };

        public override void Filed(string id) => Output.WriteLine(JsonSerializer.Serialize(new { Event = "filed", Id = id }, Plain));

        public override void Show(string json, ReleaseView release) => Output.WriteLine($$"""{"event":"release","release":{{json}}}""");

        public override void Conclude(ReleaseView release, IReadOnlyList<FailureGroup> failures, string? comeBack)
            => Output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    Event = "result",
                    Done = release.IsDone,
                    release.State,
                    release.Why,
                    Counts = release.Counts.ToDictionary(),
                    Failures = failures.Select(group => new
                    {
                        group.State,
                        Errcode = group.ErrorCode,
                        group.Sentence,
                        group.Cure,
                        Appids = group.AppIds,
                    }),
                },
                Plain));
    }
}
