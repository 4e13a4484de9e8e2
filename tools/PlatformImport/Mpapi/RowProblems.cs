using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>
/// Tells of each row that is not taken: the first ones one by one, all by their number, and all in a file if one is asked for.
/// </summary>
/// <param name="shown">Gets the first ones.</param>
/// <param name="all">Gets all; <see langword="null"/> for nowhere.</param>
/// <param name="leftOut">Counts them.</param>
internal sealed class RowProblems(TextWriter shown, TextWriter? all, LeftOut leftOut)
{
    /// <summary>How many are shown one by one.</summary>
    public const int MostShown = 50;

    private long _number;

    /// <summary>Gets how many rows were not taken.</summary>
    public long Number => _number;

    /// <summary>Tells of one.</summary>
    public void Add(RowProblem problem)
    {
        _number++;
        if (_number <= MostShown)
        {
            shown.WriteLine(problem);
        }
        else if (_number == MostShown + 1)
        {
            shown.WriteLine("… and more; --problems FILE gets all of them.");
        }

        all?.WriteLine(problem);
        leftOut.Add($"rows of {problem.Table}, since {problem.What}", $"id {problem.Id}");
    }
}
