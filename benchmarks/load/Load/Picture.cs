using System.Globalization;
using System.Text;

namespace WxYarpGateway.Load;

/// <summary>Draws what a message costs, case by case: one bar for each contender, the gateway's first and bare YARP's last.</summary>
internal static class Picture
{
    private const int Width = 820;
    private const int Left = 210;
    private const int Right = 190;
    private const int Top = 84;
    private const int BarHeight = 15;
    private const int BarStep = BarHeight + 2;
    private const int BetweenCases = 13;
    private const int Bottom = 34;

    // About what a letter of the legend takes.
    private const int LetterWidth = 7;

    public static string Draw(IReadOnlyList<Outcome> outcomes)
    {
        var most = outcomes.Max(outcome => outcome.Contenders.Max(contender => contender.Cost));
        var height = Top + outcomes.Sum(HeightOf) + Bottom;
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
              .beside { fill: #8fd3ae }
              .peer { fill: #4f8fd9 }
              .bare { fill: #afb8c1 }
              .held { fill: #067a41; font-weight: 600 }
              .missed { fill: #b3441d; font-weight: 600 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .faint { fill: #9198a1 }
                .paper { fill: #0d1117 }
                .line { stroke: #3d444d }
                .gateway { fill: #2fc57a }
                .beside { fill: #1f6b45 }
                .peer { fill: #4f8fd9 }
                .bare { fill: #59636e }
                .held { fill: #3fd28a }
                .missed { fill: #f0883e }
              }
            </style>
            <rect class="paper" width="{{Width}}" height="{{height}}" rx="8"/>
            <text class="title" x="20" y="32">CPU a message, in microseconds: shorter is better</text>
            <line class="line" x1="{{Left}}" y1="{{Top - 8}}" x2="{{Left}}" y2="{{height - Bottom}}"/>
            """);
        Legend();
        var y = Top;
        foreach (var outcome in outcomes)
        {
            Add($"""<text x="{Left - 12}" y="{y + (outcome.Contenders.Count * BarStep / 2) + 4}" text-anchor="end">{Escape(outcome.Case.Name)}</text>""");
            foreach (var (index, contender) in outcome.Contenders.Index())
            {
                Bar(outcome, contender, y + (index * BarStep));
            }

            y += HeightOf(outcome);
        }

        Add($"""<text class="faint" x="20" y="{height - 12}">{Escape(Machine.Describe())}</text>""");
        return svg.Append("</svg>\n").ToString();

        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void Legend()
        {
            var x = 20;
            foreach (var contender in outcomes.MaxBy(outcome => outcome.Contenders.Count)!.Contenders)
            {
                var text = contender.Role == Role.Bare ? $"{contender.Name} passing the same bytes" : contender.Name;
                Add($"""<rect class="{StyleOf(contender)}" x="{x}" y="47" width="11" height="11" rx="2"/><text x="{x + 17}" y="57">{Escape(text)}</text>""");
                x += 17 + (text.Length * LetterWidth) + 24;
            }
        }

        void Bar(Outcome outcome, Contender contender, int top)
        {
            var length = contender.Cost / most * (Width - Left - Right);
            var isGateway = contender.Role == Role.Gateway;
            Add($"""<rect class="{StyleOf(contender)}" x="{Left}" y="{top}" width="{length:F1}" height="{BarHeight}" rx="2"/>""");
            var style = isGateway && outcome.Case.Goal is { } goal ? outcome.Ratio <= goal ? "held" : "missed" : isGateway ? "" : "faint";
            Add($"""<text class="{style}" x="{Left + length + 8:F1}" y="{top + BarHeight - 3}">{Label(outcome, contender)}</text>""");
        }
    }

    private static int HeightOf(Outcome outcome) => (outcome.Contenders.Count * BarStep) + BetweenCases;

    private static string StyleOf(Contender contender) => contender.Role switch
    {
        Role.Gateway => "gateway",
        Role.Beside => "beside",
        Role.Peer => "peer",
        _ => "bare",
    };

    private static string Label(Outcome outcome, Contender contender)
    {
        var cost = Table.Fixed(contender.Cost, 0);
        if (contender == outcome.Bare)
        {
            return cost;
        }

        var ratio = Table.Fixed(Outcome.Median(Outcome.Ratios(contender.Rounds, outcome.Bare.Rounds)), 2);
        var goal = contender == outcome.Gateway && outcome.Case.Goal is { } most ? $", goal ≤ {Table.Fixed(most, 2)}" : "";
        return $"{cost} · {ratio} ×{goal}";
    }

    private static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
