namespace WxYarpGateway.TokenService.Tests;

/// <summary>
/// Runs beside no other test: it takes all threads of the process, or has bounds that are short beside the pauses of a full machine.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone
{
    public const string Needs = "Needs";
    public const string Machine = "Machine";
}
