namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>Where a message goes in the place of its route's own cluster. One target serves many messages.</summary>
public sealed class MessageTarget
{
    private const string Prefix = "backend/";

    /// <summary>Initializes a new instance of the <see cref="MessageTarget"/> class.</summary>
    /// <param name="backend">A name of the section <c>Backends</c>; <see langword="null"/> for the route's own cluster.</param>
    /// <param name="path">
    /// The path of the request, in which <c>$APPID$</c>, <c>$MSGTYPE$</c> and <c>$EVENT$</c> stand for the message's;
    /// <see langword="null"/>
    /// for <c>/msg/{MsgType}</c> or <c>/event/{Event}</c>.
    /// </param>
    /// <param name="form">
    /// The name of the <see cref="IBackendForm"/> that the backend expects; <see langword="null"/> for the gateway's own JSON.
    /// </param>
    public MessageTarget(string? backend, string? path = null, string? form = null)
    {
        Backend = backend;
        Path = path;
        Form = form;
        ClusterId = backend is null ? null : ClusterOf(backend);
    }

    /// <summary>Gets the name of the backend; <see langword="null"/> for the route's own cluster.</summary>
    public string? Backend { get; }

    /// <summary>Gets the path of the request, as it was given.</summary>
    public string? Path { get; }

    /// <summary>Gets the name of the form; <see langword="null"/> for the gateway's own JSON.</summary>
    public string? Form { get; }

    /// <summary>Gets the name of the backend's cluster in YARP.</summary>
    internal string? ClusterId { get; }

    /// <summary>Returns the name that YARP's cluster for a backend of the section <c>Backends</c> has.</summary>
    /// <param name="backend">The backend's name.</param>
    public static string ClusterOf(string backend) => Prefix + backend;
}
