using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>A user's conversation with a service. The user is a digest, so that neither memory nor Redis keys contain openids.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="User">The digest of service and openid.</param>
internal readonly record struct Conversation(string Service, UInt128 User)
{
    /// <summary>Returns the conversation that a message belongs to.</summary>
    public static Conversation Of(MessageContext message)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Service.Name}\0{message.FromUserName}"), digest);
        return new Conversation(message.Service.Name, BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
