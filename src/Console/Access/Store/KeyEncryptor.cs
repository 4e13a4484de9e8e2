using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>Encrypts the keys of data protection before they go into the database.</summary>
internal sealed class KeyEncryptor(StoreKey key) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        => new(
            new XElement("sealed", key.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))),
            typeof(KeyDecryptor));
}
