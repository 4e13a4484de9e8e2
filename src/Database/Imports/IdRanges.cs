using System.Globalization;

namespace WxYarpGateway.Database.Imports;

/// <summary>
/// Which ids of another system have which ids here. The database keeps them free, so an import that is run again finds what it took, and
/// nobody else ever had one of them.
/// </summary>
internal sealed class IdRanges
{
    private readonly List<Range> _ranges = [];

    /// <summary>Gets the highest id of the other system that has one here.</summary>
    public long Highest => _ranges.Count > 0 ? _ranges[^1].To : 0;

    /// <summary>Gets the highest id here that is kept free.</summary>
    public long HighestHere => _ranges.Count > 0 ? _ranges.Max(range => range.To + range.Shift) : 0;

    /// <summary>Reads what was kept; <see langword="null"/> for nothing yet.</summary>
    public static IdRanges Parse(string? text)
    {
        var ranges = new IdRanges();
        foreach (var part in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = part.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            ranges._ranges.Add(new Range(numbers[0], numbers[1], numbers[2]));
        }

        return ranges;
    }

    /// <summary>Adds the ids up to the highest one there, each as it is, but for those that were given here already.</summary>
    /// <param name="highest">The highest id there.</param>
    /// <param name="lastGiven">The highest id that the database ever gave.</param>
    public void ExtendAsTheyAre(long highest, long lastGiven) => Extend(Math.Max(Highest, lastGiven) + 1, highest, shift: 0);

    /// <summary>Adds the ids up to the highest one there, all above those that were given here already.</summary>
    /// <param name="highest">The highest id there.</param>
    /// <param name="lastGiven">The highest id that the database ever gave.</param>
    public void ExtendShifted(long highest, long lastGiven) => Extend(Highest + 1, highest, Math.Max(lastGiven, HighestHere) - Highest);

    /// <summary>Returns the id here; 0 for one that was given here already.</summary>
    public long Of(long id)
    {
        foreach (var range in _ranges)
        {
            if (id >= range.From && id <= range.To)
            {
                return id + range.Shift;
            }
        }

        return 0;
    }

    /// <summary>Returns what to keep.</summary>
    public override string ToString()
        => string.Join(' ', _ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.From},{range.To},{range.Shift}")));

    private void Extend(long from, long to, long shift)
    {
        if (to < from)
        {
            return;
        }

        if (_ranges.Count > 0 && _ranges[^1] is var last && last.To + 1 == from && last.Shift == shift)
        {
            _ranges[^1] = last with { To = to };
        }
        else
        {
            _ranges.Add(new Range(from, to, shift));
        }
    }

    private readonly record struct Range(long From, long To, long Shift);
}
