using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>Decrypts what <see cref="KeyEncryptor"/> did. Data protection makes it by its name, which is in the database.</summary>
internal sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
        => XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<StoreKey>().Decrypt(encryptedElement.Value)));
}
