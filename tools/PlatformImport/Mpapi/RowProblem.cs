namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Why a row is not taken.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">The row's number there.</param>
/// <param name="What">What is wrong with it, as the end of a sentence, with nothing personal in it.</param>
internal sealed record RowProblem(string Table, long Id, string What)
{
    /// <summary>Returns the sentence.</summary>
    public override string ToString() => $"{Table} {Id}: {What}.";
}
