using System.CommandLine;

namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>The command line.</summary>
internal static class ImportCommands
{
    /// <summary>The exit code when nothing was imported.</summary>
    public const int Failed = 1;

    /// <summary>Returns the root command.</summary>
    public static RootCommand Create(SecretPrompt secrets) => new(
        "Brings the accounts of another third-party platform (第三方平台) program to the gateway, or the users of another login proxy. "
        + "It only reads there.")
    {
        new WxComponentCommand(secrets, new CommonOptions()).Create(),
        new WxJavaCommand(new CommonOptions()).Create(),
        new MpapiCommand(secrets).Create(),
    };
}
