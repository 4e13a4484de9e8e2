using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Import.Tests.WxComponent;

/// <summary>wxcomponent's tables as it makes them itself, with three bytes a character.</summary>
internal static class Tables
{
    public const string Component = "wxcomponent0000001";

    public static IReadOnlyList<string> All { get; } =
    [
        """
        CREATE TABLE comm (`key` VARCHAR(64) PRIMARY KEY, value TEXT, createtime TIMESTAMP NULL,
          updatetime TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP) CHARSET = utf8
        """,
        """
        CREATE TABLE authorizers (id INT AUTO_INCREMENT PRIMARY KEY, appid VARCHAR(32) UNIQUE, apptype INT, servicetype INT,
          nickname VARCHAR(32), username VARCHAR(32), headimg VARCHAR(256), qrcodeurl VARCHAR(256), principalname VARCHAR(64),
          refreshtoken VARCHAR(128), funcinfo VARCHAR(128), verifyinfo INT DEFAULT -1, authtime TIMESTAMP NULL,
          updatetime TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP) CHARSET = utf8
        """,
        """
        CREATE TABLE wxcallback_rules (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(64), infotype VARCHAR(64), msgtype VARCHAR(64),
          event VARCHAR(64), type INT, open INT, info TEXT, createtime TIMESTAMP NULL, updatetime TIMESTAMP NULL) CHARSET = utf8
        """,
        """
        CREATE TABLE wxcallback_component (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, receivetime TIMESTAMP NULL, createtime TIMESTAMP NULL,
          infotype VARCHAR(64), postbody TEXT) CHARSET = utf8
        """,
        """
        CREATE TABLE wxcallback_biz (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, receivetime TIMESTAMP NULL, createtime TIMESTAMP NULL,
          tousername VARCHAR(64), appid VARCHAR(64), msgtype VARCHAR(64), event VARCHAR(64), postbody TEXT) CHARSET = utf8
        """,
        "CREATE TABLE wxtoken (id INT AUTO_INCREMENT PRIMARY KEY, type INT, appid VARCHAR(128), token TEXT) CHARSET = utf8",
        "CREATE TABLE user (id INT AUTO_INCREMENT PRIMARY KEY, username VARCHAR(32), password VARCHAR(64)) CHARSET = utf8",
        $"INSERT INTO wxtoken (type, appid, token) VALUES (1, 'wxshop', 'a token'), (2, '{Component}', 'a token')",
    ];

    /// <summary>Encrypts a secret as wxcomponent does.</summary>
    public static string Seal(string secret, string password)
    {
#pragma warning disable CA5351, CA5401 // It is what wxcomponent does.
        var key = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password))));
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(Encoding.ASCII.GetBytes(secret), key.AsSpan(0, 16)));
#pragma warning restore CA5351, CA5401
    }
}
