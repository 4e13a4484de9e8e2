using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Commands;

/// <summary>Builds the console with the settings of the command line.</summary>
internal delegate WebApplication BuildConsole(ConsoleEnvironment environment, string[] settings);
