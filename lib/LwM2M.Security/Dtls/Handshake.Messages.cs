// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <content>The messages of the client, composed where they go out. Each enters the transcript when it is sent first.</content>
    internal sealed partial class Handshake
    {
        private void SendHello(bool first)
        {
            byte[] buffer = _writer.Buffer;
            int start = _writer.Begin(null);
            byte[] sessionId = _before == null ? new byte[0] : _before.SessionId;
            int at = BigEndian.Put(buffer, start + HandshakeType.HeaderLength, Version, 2);
            at = PutBytes(buffer, at, _clientRandom);
            buffer[at++] = (byte)sessionId.Length;
            at = PutBytes(buffer, at, sessionId);
            buffer[at++] = (byte)_cookie.Length;
            at = PutBytes(buffer, at, _cookie);
            at = BigEndian.Put(buffer, at, 6, 2);
            at = BigEndian.Put(buffer, at, RecordCipher.PskAes128Ccm8, 2);
            at = BigEndian.Put(buffer, at, RecordCipher.PskAes128CbcSha256, 2);
            at = BigEndian.Put(buffer, at, RenegotiationSignal, 2);
            at = BigEndian.Put(buffer, at, 0x0100, 2);
            int extensions = at;
            at += 2;
            at = BigEndian.Put(buffer, at, (long)HandshakeType.EncryptThenMac << 16, 4);
            at = BigEndian.Put(buffer, at, (long)HandshakeType.ExtendedMasterSecret << 16, 4);
            at = BigEndian.Put(buffer, at, ((long)HandshakeType.ConnectionId << 16) | (uint)(_ownId.Length + 1), 4);
            buffer[at++] = (byte)_ownId.Length;
            at = PutBytes(buffer, at, _ownId);
            BigEndian.Put(buffer, extensions, at - extensions - 2, 2);
            PutHeader(buffer, start, HandshakeType.ClientHello, at - start - HandshakeType.HeaderLength, _helloSequence);
            if (first)
            {
                // The transcript begins with the hello that is answered by a ServerHello.
                _transcript.Begin();
                _transcript.Add(buffer, start, at - start);
                _assembler.Expect(_helloSequence);
            }

            _writer.End(RecordType.Handshake, at - start);
        }

        private void SendKeyExchange(int sequence, bool first)
        {
            byte[] buffer = _writer.Buffer;
            byte[] identity = _credentials.Identity;
            int start = _writer.Begin(null);
            int at = PutHeader(buffer, start, HandshakeType.ClientKeyExchange, 2 + identity.Length, sequence);
            at = BigEndian.Put(buffer, at, identity.Length, 2);
            at = PutBytes(buffer, at, identity);
            if (first)
            {
                _transcript.Add(buffer, start, at - start);
                DeriveFull();
            }

            _writer.End(RecordType.Handshake, at - start);
        }

        private void SendFinished(int sequence, bool first)
        {
            byte[] buffer = _writer.Buffer;
            int start = _writer.Begin(Session);
            if (first)
            {
                _verify = Derivation.Prf(Session.Master, "client finished", _transcript.Hash(), VerifyLength);
            }

            int at = PutHeader(buffer, start, HandshakeType.Finished, VerifyLength, sequence);
            at = PutBytes(buffer, at, _verify);
            if (first && !IsResumed)
            {
                _transcript.Add(buffer, start, at - start);
                _expected = Derivation.Prf(Session.Master, "server finished", _transcript.Hash(), VerifyLength);
            }

            _writer.End(RecordType.Handshake, at - start);
        }

        private static int PutHeader(byte[] buffer, int at, int type, int length, int sequence)
        {
            buffer[at++] = (byte)type;
            at = BigEndian.Put(buffer, at, length, 3);
            at = BigEndian.Put(buffer, at, sequence, 2);
            at = BigEndian.Put(buffer, at, 0, 3);
            return BigEndian.Put(buffer, at, length, 3);
        }

        private static int PutBytes(byte[] buffer, int at, byte[] value)
        {
            Array.Copy(value, 0, buffer, at, value.Length);
            return at + value.Length;
        }
    }
}
