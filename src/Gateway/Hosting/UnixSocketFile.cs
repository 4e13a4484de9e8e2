using System.Net.Sockets;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>The file of a unix domain socket. A process that is killed leaves it, and nobody can listen there until it is gone.</summary>
internal static class UnixSocketFile
{
    // What opening a socket as a file fails with: "No such device or address" on Linux, "Operation not supported on socket" on macOS.
    private const int NoSuchDevice = 6;
    private const int NotSupportedOnSocket = 102;

    /// <summary>Deletes a socket that nobody listens on; returns why its path cannot be listened on, or <see langword="null"/>.</summary>
    public static string? Free(string path)
    {
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? $"{path} is a folder" : null;
        }

        if (!IsSocket(path))
        {
            // A connect to a plain file fails like one to a socket without a listener.
            return $"{path} is there, and is no socket";
        }

        if (IsListenedOn(path))
        {
            return $"somebody listens on {path}";
        }

        try
        {
            File.Delete(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} was left by a process that is gone, and cannot be deleted: {exception.Message.TrimEnd('.')}";
        }
    }

    private static bool IsSocket(string path)
    {
        try
        {
            // For reading and writing, since a pipe that is opened for one of them waits for its other end.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException exception)
        {
            return exception.HResult is NoSuchDevice or NotSupportedOnSocket;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsListenedOn(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException exception)
        {
            // Any other error, such as a full queue, means that a process listens.
            return exception.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
