namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>
/// Runs beside no other test: it would be disturbed, or disturb them. <c>eng/test.sh</c> runs what has this trait when nothing else runs.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone
{
    public const string Needs = "Needs";
    public const string Machine = "Machine";
}
