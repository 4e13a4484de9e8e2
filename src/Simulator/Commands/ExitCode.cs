namespace WxYarpGateway.Simulator.Commands;

/// <summary>Lists the exit codes of the verbs.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongArguments = 2;
}
