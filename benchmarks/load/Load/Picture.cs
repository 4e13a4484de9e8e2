using System.Globalization;
using System.Text;

namespace WxYarpGateway.Load;

/// <summary>Draws what a message costs, case by case: a bar for the gateway, and one for bare YARP below it.</summary>
internal static class Picture
{
    private const int Width = 780;
    private const int Left = 200;
    private const int Right = 150;
    private const int Top = 84;
    private const int CaseHeight = 46;
    private const int BarHeight = 15;

    public static string Draw(IReadOnlyList<Outcome> outcomes)
    {
        var most = outcomes.Max(outcome => Math.Max(outcome.Gateway.Cost, outcome.Bare.Cost));
        var height = Top + (outcomes.Count * CaseHeight) + 28;
        var svg = new StringBuilder();
        Add($$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-label="CPU a message: the gateway beside bare YARP">
            <style>
              text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
              .title { font-size: 17px; font-weight: 600 }
              .faint { font-size: 11.5px; fill: #59636e }
              .paper { fill: #ffffff }
              .line { stroke: #d1d9e0 }
              .gateway { fill: #07a657 }
              .bare { fill: #afb8c1 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .faint { fill: #9198a1 }
                .paper { fill: #0d1117 }
                .line { stroke: #3d444d }
                .gateway { fill: #2fc57a }
                .bare { fill: #59636e }
              }
            </style>
            <rect class="paper" width="{{Width}}" height="{{height}}" rx="8"/>
            <text class="title" x="20" y="32">CPU a message, in microseconds</text>
            <rect class="gateway" x="20" y="47" width="11" height="11" rx="2"/><text x="37" y="57">gateway</text>
            <rect class="bare" x="108" y="47" width="11" height="11" rx="2"/><text x="125" y="57">bare YARP passing the same bytes</text>
            <line class="line" x1="{{Left}}" y1="{{Top - 8}}" x2="{{Left}}" y2="{{height - 32}}"/>
            """);
        for (var index = 0; index < outcomes.Count; index++)
        {
            var outcome = outcomes[index];
            var y = Top + (index * CaseHeight);
            Add($"""<text x="{Left - 12}" y="{y + BarHeight + 4}" text-anchor="end">{Escape(outcome.Case.Name)}</text>""");
            Bar("gateway", y, outcome.Gateway.Cost, $"{Table.Fixed(outcome.Gateway.Cost, 0)} · {Table.Fixed(outcome.Ratio, 2)} ×", "");
            Bar("bare", y + BarHeight + 2, outcome.Bare.Cost, Table.Fixed(outcome.Bare.Cost, 0), "faint");
        }

        Add($"""<text class="faint" x="20" y="{height - 12}">{Escape(Machine.Describe())}</text>""");
        return svg.Append("</svg>\n").ToString();

        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Bar(string who, int y, double cost, string text, string style)
        {
            var length = cost / most * (Width - Left - Right);
            Add($"""<rect class="{who}" x="{Left}" y="{y}" width="{length:F1}" height="{BarHeight}" rx="2"/><text class="{style}" x="{Left + length + 8:F1}" y="{y + BarHeight - 3}">{text}</text>""");
        }
    }

    private static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
