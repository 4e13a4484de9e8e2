namespace WxYarpGateway.Load;

/// <summary>A release build of the gateway.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Folder">The folder of <c>WxYarpGateway.Gateway.dll</c>.</param>
internal sealed record Build(string Name, string Folder)
{
    /// <summary>Gets the assembly that the runtime starts.</summary>
    public string Assembly => Path.Combine(Folder, "WxYarpGateway.Gateway.dll");

    /// <summary>Reads <c>NAME=FOLDER</c>.</summary>
    /// <returns>The build, or <see langword="null"/> when the text has no such form.</returns>
    public static Build? Parse(string text)
        => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } folder] ? new(name, Path.GetFullPath(folder)) : null;
}
