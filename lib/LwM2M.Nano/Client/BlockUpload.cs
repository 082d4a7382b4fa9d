// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// A request's body on its way out, in one message or block by block (Block1, RFC 7959 section 2.5). The server may ask
    /// for smaller blocks at any time.
    /// </summary>
    internal sealed class BlockUpload
    {
        private const int LargestExponent = 6;
        private const int OptionRoom = 4;

        private readonly BlockBody _body;
        private int _length;
        private int _offset;
        private int _exponent;
        private int _largest = LargestExponent; // the server may ask for less

        internal BlockUpload(BlockBody body)
        {
            _body = body;
        }

        /// <summary>A body is being sent.</summary>
        internal bool IsActive
        {
            get { return _length > 0; }
        }

        /// <summary>Takes what was written at the start of the body's buffer.</summary>
        /// <param name="length">Its length in bytes, more than 0.</param>
        internal void Begin(int length)
        {
            _length = length;
            _offset = 0;
            _exponent = _largest;
            _body.Hold();
        }

        /// <summary>Whether the server takes a body of this length in one message, as far as is known.</summary>
        /// <param name="length">In bytes.</param>
        internal bool Takes(int length)
        {
            return _largest == LargestExponent || length <= BlockOption.Size(_largest);
        }

        /// <summary>Ends the transfer and gives the buffer back.</summary>
        internal void End()
        {
            if (IsActive)
            {
                _length = 0;
                _body.Release();
            }
        }

        /// <summary>Adds the next block, or the whole body when it fits one, to a message whose other options are written.</summary>
        /// <param name="writer">The message.</param>
        internal void AddTo(CoapWriter writer)
        {
            while (_offset == 0 && _exponent > 0 && BlockOption.Size(_exponent) + OptionRoom > writer.PayloadCapacity)
            {
                _exponent--; // what this message has room for
            }

            int size = BlockOption.Size(_exponent);
            int left = _length - _offset;
            if (_length > size)
            {
                writer.AddOption(CoapOption.Block1, BlockOption.Of(_offset / size, left > size, _exponent));
            }

            int count = left > size ? size : left;
            int at = writer.BeginPayload();
            bool fits = count <= writer.PayloadCapacity;
            if (fits)
            {
                Array.Copy(_body.Buffer, _offset, writer.Buffer, at, count);
            }

            writer.EndPayload(count, !fits);
            if (_length <= size)
            {
                End(); // it goes in one message
            }
        }

        /// <summary>Takes the answer to a block.</summary>
        /// <param name="response">The server's response.</param>
        /// <returns>
        /// True when something is to be sent next: a block, or the body anew in smaller ones when the transfer is not active
        /// any more. False when the response is the answer to the whole.
        /// </returns>
        internal bool Continue(CoapMessage response)
        {
            int option = response.Block1;
            int asked = option < 0 ? _largest : BlockOption.Exponent(option);
            if (response.Code == CoapCode.RequestEntityTooLarge && asked < _largest && _offset == 0)
            {
                _largest = asked;
                End();
                return true;
            }

            int sent = BlockOption.Size(_exponent);
            if (!IsActive || response.Code != CoapCode.Continue || _offset + sent >= _length)
            {
                return false;
            }

            _offset += sent;
            _exponent = asked < _exponent ? asked : _exponent;
            return true;
        }
    }
}
