using WxYarpGateway.PlatformImport.Commands;

namespace WxYarpGateway.PlatformImport;

/// <summary>Brings the accounts of another third-party platform program to the gateway. It only reads there.</summary>
internal static class Program
{
    /// <summary>Runs a command.</summary>
    public static Task<int> Main(string[] args) => ImportCommands.Create(SecretPrompt.OfConsole()).Parse(args).InvokeAsync();
}
