using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>The backend that gets a mini program's messages in the form of mpapi's <c>message_api</c>.</summary>
internal static class MessageApi
{
    // The name of the form, which the library of platforms has for its rules.
    private const string Form = "Mpapi";

    // The backend's address is whole: mpapi adds a query to it, and no path.
    private const string Path = "";

    /// <summary>Returns the name of the backend of a service that has an address of its own; the section Backends cannot have it.</summary>
    public static string NameOf(string service) => $"{service}/message-api";

    /// <summary>Returns where messages go.</summary>
    /// <param name="backend">The name of the backend.</param>
    public static MessageTarget TargetOf(string backend) => new(backend, Path, Form);

    /// <summary>Returns whether a target is one.</summary>
    public static bool IsOf(MessageTarget? target) => target?.Form == Form;
}
